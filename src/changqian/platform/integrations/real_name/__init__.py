"""The register of persons asked whether a name and an identity number belong together (实名核验)."""
