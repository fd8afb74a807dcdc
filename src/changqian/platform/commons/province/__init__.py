"""What others share, as received: nobody here changes a row of it.

江苏省工业企业风险报告系统 (ES23.1) has the name, as it came first; 市大数据中心 (ES23.2) comes by the same batches,
rejects and bindings to firms, as two feeds more.
"""
