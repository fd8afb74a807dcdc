"""An OpenID Connect provider with invented people, who sign in by choosing who they are."""
