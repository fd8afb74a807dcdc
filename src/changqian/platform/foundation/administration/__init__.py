"""三员分立: what one administrator asks for, another approves, and a third one reads in the trail."""
