"""What a firm brought as Word or PDF is looked at in the browser as it is: tables, pictures, pages."""

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.shared import Cm
from PIL import Image
from playwright.sync_api import Page, expect

from changqian.platform.kernel.paper import Part, report

PICTURE = (200, 40, 40)


def word() -> bytes:
    """With a table and a red picture."""
    made, picture, out = Document(), BytesIO(), BytesIO()
    made.add_heading("动火作业管理制度", 1)
    table = made.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "作业级别", "审批人"
    Image.new("RGB", (60, 60), PICTURE).save(picture, "PNG")
    made.add_picture(picture, width=Cm(3))
    made.save(out)
    return out.getvalue()


def inked(page: Page) -> int:
    """Of the first page of a PDF: how many of its points are not white."""
    return page.locator("canvas").first.evaluate(
        """canvas => {
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
          let dark = 0
          for (let n = 0; n < data.length; n += 4) if (data[n] < 128 && data[n + 3] > 0) dark++
          return dark
        }"""
    )


def test_word_and_pdf_are_looked_at_where_they_lie(sign_in, tmp_path: Path) -> None:
    (tmp_path / "动火作业.docx").write_bytes(word())
    pdf = report("吊装作业管理制度", ["湖塘机械厂"], "", [Part("总则", ["吊装作业前检查吊索具。"])])
    (tmp_path / "吊装作业.pdf").write_bytes(pdf)
    page = sign_in("officer")
    page.goto("/regulations")
    page.get_by_role("button", name="编制制度").first.click()
    form = page.get_by_role("dialog").last
    form.locator("[data-field=category] .el-select").click()
    page.get_by_role("option", name="危险作业安全管理").click()
    form.locator("[data-field=title] input").fill("动火和吊装作业管理制度")
    files = form.locator("[data-field=originals] input[type=file]")
    files.set_input_files([tmp_path / "动火作业.docx", tmp_path / "吊装作业.pdf"])
    for name in ("动火作业.docx", "吊装作业.pdf"):
        expect(form.get_by_role("link", name=name)).to_be_visible()
    form.get_by_role("button", name="编制制度").click()
    page.get_by_role("tab", name="版本和记录").click()

    page.get_by_role("listitem").filter(has_text="动火作业.docx").get_by_role("button", name="预览").click()
    shown = page.get_by_role("dialog").last
    expect(shown.get_by_role("cell", name="作业级别")).to_be_visible()
    picture = shown.locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 60
    page.keyboard.press("Escape")

    page.get_by_role("listitem").filter(has_text="吊装作业.pdf").get_by_role("button", name="预览").click()
    expect(page.get_by_label("第 1 页，共 1 页")).to_be_visible()
    page.wait_for_function("() => document.querySelector('canvas')?.width > 700")
    page.wait_for_timeout(1000)
    assert inked(page) > 500
