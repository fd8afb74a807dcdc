"""Plans: what is to be looked at or maintained how often (巡检、保养), and the tasks that come of them."""
