"""接收旧系统数据: the file an old system gave out, read into lines that are then looked at one by one."""
