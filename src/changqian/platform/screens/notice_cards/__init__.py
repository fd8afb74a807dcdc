"""安全风险告知卡 and the 安全风险公告栏: what an approved risk says, on paper, to hang up."""
