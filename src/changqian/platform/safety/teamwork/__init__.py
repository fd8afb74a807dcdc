"""班组安全活动: what a team talked about before and after work, who was there, and what came of it."""
