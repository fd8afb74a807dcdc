"""机构与人员分析: whether a firm has the safety organisation and the people that law asks of it (ES01.4)."""
