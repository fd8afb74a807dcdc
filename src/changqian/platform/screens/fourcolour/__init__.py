"""安全风险四色分布图: the risks in force of a site on its plan, each zone in the colour of the highest risk inside."""
