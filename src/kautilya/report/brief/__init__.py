"""Briefs laid out: Markdown, HTML, PDF and DOCX, the same words in each."""
