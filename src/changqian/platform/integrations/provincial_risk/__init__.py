"""The province's risk-report platform: what it shares comes page by page and is kept by `commons/province`. (ES23.1)"""
