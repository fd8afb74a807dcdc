"""岗位责任: the posts of a firm, who holds them, what each answers for, how that is assessed, and who was assessed."""
