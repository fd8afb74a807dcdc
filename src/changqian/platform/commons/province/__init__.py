"""What 江苏省工业企业风险报告系统 shares, as received: nobody here changes a row of it. (ES23.1)"""
