"""特殊作业: the permit of dangerous work, from the application through approval and work to its end."""
