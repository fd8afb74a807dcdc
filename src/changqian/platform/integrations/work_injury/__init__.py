"""The city's data centre: 工伤鉴定 become injuries of the ledger, 社保缴费 say who is insured. (ES23.2)"""
