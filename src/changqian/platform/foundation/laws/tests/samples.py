"""Two small laws of our own in the two formats, and the same as Word."""

from io import BytesIO

PUMPS = """# 常州市水泵安全条例

2020年3月1日 常州市人民代表大会常务委员会通过

2024年5月6日 常州市人民代表大会常务委员会《关于修改〈常州市水泵安全条例〉的决定》第一次修正

<!-- INFO END -->

## 第一章 总 则

第一条 为了加强水泵安全，制定本条例。

第二条 本市行政区域内水泵的使用，适用本条例。

前款所称水泵，是指下列设备：

（一）离心泵；

（二）潜水泵，包括：

1．井用潜水泵；

2．污水潜水泵；

（三）其他泵。

法律另有规定的，从其规定。

## 第二章 使用

### 第一节 一般规定

第三条 使用单位应当每月检查水泵。

第三条之一 无人值守的水泵应当装设报警装置。

## 第三章 附则

第四条 本条例自2020年6月1日起施行。
"""

VALVES = """# 常州市应急管理局令第3号 常州市阀门安全规定

- 发布机关：常州市应急管理局
- 发布日期：2025年1月10日
- 施行日期：2025年3月1日
- 适用主题：阀门, 检查

---

## 第一条

为了加强阀门安全，制定本规定。

## 第二条

阀门应当每季度检查一次。
检查应当记录下列内容：
（一）日期；
（二）检查人。

## 第三条

本规定自2025年3月1日起施行。
"""


def docx(text: str) -> bytes:
    """The lines of a text as the paragraphs of a Word file."""
    from docx import Document

    document = Document()
    for line in text.splitlines():
        if line.strip() and not line.startswith(("<!--", "---")):
            document.add_paragraph(line.lstrip("# ").removeprefix("- "))
    out = BytesIO()
    document.save(out)
    return out.getvalue()
