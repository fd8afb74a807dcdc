"""机构和全员管理 (ES01.1): the safety organisations of a firm as a tree, who leads them and who belongs to them."""
