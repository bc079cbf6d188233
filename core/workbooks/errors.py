"""Why a file could not be read. Every text says what to do next."""

from core.errors import DomainError


class Unreadable(DomainError):
    """The file is not a workbook that we can or will open."""


DAMAGED = "文件不完整或已损坏，可能没有传完。请用 Excel 或 WPS 打开原文件，另存为 .xlsx 后重新上传。"
TOO_BIG_INSIDE = "这个文件解压后过大，为安全起见没有打开。请新建一个工作簿，只复制需要导入的内容，保存后再上传。"
UNUSUAL = "这个文件不是由 Excel 或 WPS 直接保存的，写法无法核对。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"
PASSWORD = "文件设有打开密码。请在 Excel 或 WPS 中取消密码（文件 → 信息 → 保护工作簿），保存后再上传。"
