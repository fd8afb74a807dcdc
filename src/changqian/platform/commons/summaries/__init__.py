"""企业月度小结 and 地区月度小结: what a month came to, formed by a job from facts, kept in versions. (ES07.10)"""
