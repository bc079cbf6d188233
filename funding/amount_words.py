"""Amounts in Chinese capitals 大写金额, as vouchers and payment papers state them (人民币银行结算账户…正确填写票据)."""

from decimal import Decimal

from core.errors import DomainError

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")
MOST = Decimal(10) ** 12


def in_capitals(amount: Decimal) -> str:
    """1234567.80 → 壹佰贰拾叁万肆仟伍佰陆拾柒元捌角整. To the cent; negative amounts begin with 负."""
    cents = amount * 100
    if cents != cents.to_integral_value() or abs(amount) >= MOST:
        raise DomainError(f"金额 {amount} 不能写成大写：须为整分，且小于一万亿元。")
    yuan, rest = divmod(int(abs(cents)), 100)
    jiao, fen = divmod(rest, 10)
    whole = f"{_whole(yuan)}元" if yuan else ""
    return f"{'负' if amount < 0 else ''}{whole}{_fraction(jiao, fen, after_yuan=bool(yuan))}"


def _fraction(jiao: int, fen: int, *, after_yuan: bool) -> str:
    if not jiao and not fen:
        return "整" if after_yuan else "零元整"
    zero = "零" if after_yuan and not jiao else ""
    tenths = f"{DIGITS[jiao]}角" if jiao else ""
    return f"{zero}{tenths}{DIGITS[fen]}分" if fen else f"{tenths}整"


def _whole(yuan: int) -> str:
    """Groups of four from the left; a gap inside is one 零, zeros at the end of a group are not read."""
    groups = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    words = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        gap = words and (group < 1_000 or groups[place + 1] == 0)
        words += f"{'零' if gap else ''}{_group(group)}{GROUPS[place]}"
    return words


def _group(group: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            words += f"{'零' if gap else ''}{DIGITS[digit]}{PLACES[place]}"
            gap = False
        else:
            gap = bool(words)
    return words
