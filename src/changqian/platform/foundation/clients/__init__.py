"""Interface clients (接口客户端): other systems that call ours, checked three times and confined to its methods."""
