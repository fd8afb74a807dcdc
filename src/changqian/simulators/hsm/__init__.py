"""A cipher machine (服务器密码机) for one laptop: keys stay inside, callers name them by number."""
