"""What WeCom and DingTalk group robots share: a host that was opened, and errcode 0 for success."""

from typing import Any

from deadlines.channels.base import ChannelError, Refused, may_call, post

SAID = 60  # characters of their own explanation that are kept


def hand_over(address: str, payload: dict[str, Any]) -> None:
    if not may_call(address):
        raise Refused("群机器人地址不在允许的范围内。")
    said = post(address, payload)
    if said.get("errcode") != 0:
        words = str(said.get("errmsg", "")).split(",")[0].split("hint")[0][:SAID]
        raise ChannelError(f"对方返回错误 {said.get('errcode')}：{words}")
