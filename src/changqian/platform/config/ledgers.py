"""Every app with tables, once, lowest first. Settings, URLs, labels and jobs read these lists; add yours here."""

FOUNDATION = (
    "regions",
    "parameters",
    "limits",
    "sms",
    "accounts",
    "audit",
    "records",
    "dictionaries",
    "enterprises",
    "files",
    "notices",
    "jobs",
    "approvals",
    "laws",
    "privacy",
    "alerts",
    "clients",
    "administration",
)
LEDGERKIT = ("imports", "exports")
COMMONS = (
    *("people", "checks", "hazards", "codes", "plans", "joining", "professionals", "province"),
    *("siteplans", "summaries", "industrial", "documents", "gateways", "terminals"),
    "recordings",
)
LEDGERS = (
    *("safety.risks", "safety.drills", "safety.equipment", "safety.whistle", "safety.accidents", "safety.cases"),
    *("safety.organisation", "safety.posts", "safety.regulations"),
    *("safety.training", "safety.teamwork", "safety.permits", "safety.projects"),
    *("enforcement.recorders", "enforcement.footage"),
)
SCREENS = (
    "scan",
    "overview",
    "map",
    "archive",
    "home",
    "takeover",
    "about_me",
    "notice_cards",
    "fourcolour",
    "risk_picture",
    "staffing",
)

MODULES = (
    *(f"changqian.platform.foundation.{name}" for name in FOUNDATION),
    *(f"changqian.platform.ledgerkit.{name}" for name in LEDGERKIT),
    *(f"changqian.platform.commons.{name}" for name in COMMONS),
    *(f"changqian.platform.{name}" for name in LEDGERS),
)
SCREEN_MODULES = tuple(f"changqian.platform.screens.{name}" for name in SCREENS)
INTEGRATIONS = ("single_sign_on", "provincial_risk", "work_injury")
INTEGRATION_MODULES = tuple(f"changqian.platform.integrations.{name}" for name in INTEGRATIONS)
