"""A paper as the content of a sealed record: its facts one by one, and the PDF beside them."""

from __future__ import annotations

from quaychain.contracts.sealing.fields import Attachment, DisclosureClass, Field, RecordContent

from .paper import Paper, render


def paper_content(paper: Paper) -> RecordContent:
    """Fields `title`, `number`, `issuedOn`, `issuer`, `orderReference`, `facts/<label>`,
    `tables/<caption>/<row>/<column>`, each for its own readers, and the attachment `<number>.pdf`.

    A PDF can't be shown in parts: one that has commercial facts in it is for those who may read them.
    """
    fields = [
        Field("documentCode", DisclosureClass.PARTIES, paper.document_code),
        Field("title", DisclosureClass.PARTIES, paper.title),
        Field("number", DisclosureClass.PARTIES, paper.number),
        Field("issuedOn", DisclosureClass.PARTIES, paper.issued_on),
        Field("issuer", DisclosureClass.PARTIES, paper.issuer),
        Field("orderReference", DisclosureClass.PARTIES, paper.order_reference),
    ]
    fields += [Field(f"facts/{_level(fact.label)}", fact.disclosed_to, fact.value) for fact in paper.facts]
    fields += [
        Field(f"tables/{_level(table.caption)}/{number}/{_level(column)}", table.disclosed_to, cell)
        for table in paper.tables
        for number, row in enumerate(table.rows, 1)
        for column, cell in zip(table.columns, row, strict=True)
    ]
    classes = {field.disclosure_class for field in fields}
    pdf_class = DisclosureClass.COMMERCIAL if DisclosureClass.COMMERCIAL in classes else DisclosureClass.PARTIES
    attachment = Attachment(f"{_level(paper.number)}.pdf", "application/pdf", pdf_class, render(paper))
    return RecordContent(tuple(fields), (attachment,))


def _level(label: str) -> str:
    """A label as one level of a path."""
    return label.replace("/", " ")
