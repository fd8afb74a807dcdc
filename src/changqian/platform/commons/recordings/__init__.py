"""Recordings: what gateways have on their disks of pictures and calls. The files are theirs; here is what they hold,
whose it is and when it was, so that it can be searched with everything else."""
