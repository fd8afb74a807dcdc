"""建设项目“三同时”: the safety facilities of a project, designed, built and taken into use together with it."""
