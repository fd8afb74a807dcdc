"""What people do to join firms: register, claim, invite and accept, manage members."""
