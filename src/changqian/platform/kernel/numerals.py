"""Chinese numerals as laws count: 第一百零一条 is 101. Up to 9999; pure."""

DIGITS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[零〇○一二两三四五六七八九十百千]+"
"What may stand between 第 and 条, as a regular expression."
LARGEST = 9999


def to_chinese(number: int) -> str:
    """101 → 一百零一, 12 → 十二, 0 → 零; ValueError outside 0…9999."""
    if not 0 <= number <= LARGEST:
        raise ValueError(number)
    if number < 10:
        return DIGITS[number]
    text, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // size % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return text.removeprefix("一") if 10 <= number < 20 else text


def to_number(text: str) -> int:
    """一百零一 → 101, 二〇 → 20, 41 → 41 (full-width too); ValueError for what is no number."""
    clean = text.strip().replace("〇", "零").replace("○", "零").replace("两", "二")
    if clean.isdecimal():
        return int(clean)
    if not clean or any(each not in DIGITS and each not in UNITS for each in clean):
        raise ValueError(f"no numeral: {text!r}")
    if not any(each in UNITS for each in clean):
        return int("".join(str(DIGITS.index(each)) for each in clean))
    total, digit, last = 0, 0, 10_000
    for each in clean:
        if each in UNITS:
            if UNITS[each] >= last:
                raise ValueError(f"no numeral: {text!r}")
            last = UNITS[each]
            total, digit = total + (digit or 1) * last, 0
        else:
            digit = DIGITS.index(each)
    return total + digit
