"""文档管理电子化 (ES02.4): made from the ledgers or brought by the firm, filed for good."""
