"""The roles the platform is delivered with, and what each may do. A city edits them afterwards.

Per ledger, one line says who does what (domain §14). Bounds (region, department, enterprise) come from the assignment.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from changqian.platform.foundation.accounts.rules import ADMINISTRATORS


@dataclass(frozen=True, slots=True)
class Delivered:
    code: str
    name: str
    home: str
    permissions: frozenset[str]


def may(ledger: str, *steps: str) -> frozenset[str]:
    return frozenset(f"{ledger}.{step}" for step in steps)


VIEWS = frozenset(
    f"{ledger}.view"
    for ledger in (
        "enterprises",
        "people",
        "hazards",
        "checks",
        "codes",
        "risks",
        "drills",
        "plans",
        "equipment",
        "whistle",
        "siteplans",
        "summaries",
        "cases",
        "organisation",
        "posts",
        "regulations",
        "training",
        "teamwork",
        "permits",
        "projects",
        "documents",
    )
)
"Everybody with a role sees these ledgers, within the bounds."

PATROLS = may("risks", "patrol") | may("checks", "inspect")
RISK_OFFICER = (
    PATROLS
    | may("risks", "register", "edit", "activate", "revise", "stop", "end", "make_cards")
    | may("risks", "patrol_workshop", "ask_exemption")
    | may("checks", "edit_items", "remark")
    | may("codes", "issue", "reissue", "revoke")
)
RISK_PRINCIPAL = RISK_OFFICER | may("risks", "approve", "patrol_company")
RISK_REGULATOR = may("risks", "grant_exemption", "refuse_exemption", "cancel_task")
"Risks, checks and codes belong together: officers register and patrol, the principal approves, regulators exempt."

SITE_PLANS = may("siteplans", "add", "edit", "draw", "end")
"A firm draws the plans of its sites, with the risks on them; the authorities read them."

ORGANISATION = may("organisation", "establish", "edit", "move", "end")
"A firm says how it is organised; everybody in it may read who answers for what, and so may the authorities."

POSTS_WORKER = may("posts", "acknowledge")
POSTS_OFFICER = POSTS_WORKER | may(
    "posts", "register", "edit", "announce", "end", "results", "assess", "score", "cancel"
)
POSTS_PRINCIPAL = POSTS_OFFICER | may("posts", "conclude")
POSTS_AUTHORITY = may("posts", "results")
"""Everybody reads who answers for what and signs for himself; officers assess, the principal makes results known; who
was assessed how, the firm and the authorities read, not the colleagues."""

REGULATIONS_WORKER = may("regulations", "comment", "read")
REGULATIONS_OFFICER = REGULATIONS_WORKER | may(
    "regulations",
    *("draft", "edit", "consult", "answer", "conclude", "send_back", "train", "review", "revise", "discard", "end"),
)
REGULATIONS_PRINCIPAL = REGULATIONS_OFFICER | may("regulations", "approve", "publish", "repeal")
"Officers draft and hear, the principal approves and publishes, everybody is heard and reads; the authorities read."

FLOOR_WORKER = may("teamwork", "record") | may("permits", "apply", "open", "close")
FLOOR_OFFICER = (
    FLOOR_WORKER
    | may("training", "record", "edit", "end")
    | may("teamwork", "edit", "end")
    | may("permits", "edit", "approve", "cancel")
    | may("projects", "register", "edit", "appraise", "design", "build", "try_out", "accept", "end")
)
"""A team keeps its meetings and asks for its permits on the phone, who keeps the register of the firm approves them,
trains and follows projects; the authorities read."""

MONTHS = may("summaries", "confirm")
"The firm stands by its month (双控月报); the authorities see who has and who has not."

DOCUMENTS = may("documents", "file", "check")
"A firm files the documents of its months; everybody reads them within the bounds."

EQUIPMENT_WORKER = may("plans", "execute") | may("equipment", "report_fault")
EQUIPMENT_OFFICER = (
    EQUIPMENT_WORKER
    | may("equipment", "register", "edit", "start", "stop", "repaired", "scrap", "examine", "end")
    | may("plans", "make", "edit", "stop", "resume", "end", "cancel_task")
)
"A worker carries plans out and reports what is broken; the firm keeps the register; regulators only look."

FIRM = may("enterprises", "edit_contact", "edit_site", "report_status") | may(
    "people", "add", "edit", "leave", "end", "link", "certify"
)
TOWN = may(
    "enterprises",
    *("register", "edit", "edit_contact", "confirm_status", "tag", "call"),
    *("open_site", "edit_site", "move_site", "close_site"),
) | may("people", "verify")
DISTRICT = TOWN | may("enterprises", "merge", "split", "move_to", "undo", "end")
CITY = DISTRICT | may("enterprises", "take_over")
"A firm keeps its own contacts and people; regulators register firms, confirm what they report, merge and split them."

HAZARD_WORKER = may("hazards", "report", "fix_on_the_spot", "start", "submit", "request_extension", "progress")
HAZARD_OFFICER = HAZARD_WORKER | may(
    "hazards",
    *("edit", "grade", "assign", "pass_review", "fail_review", "dismiss", "end"),
    *("report_authority", "plan", "apply_acceptance", "close"),
)
HAZARD_PRINCIPAL = HAZARD_OFFICER | may("hazards", "approve_plan", "return_plan", "decide_extension")
HAZARD_TOWN = may(
    "hazards",
    *("report", "edit", "grade", "pass_review", "fail_review", "decide_extension", "dismiss", "end"),
    *("urge", "escalate"),
)
HAZARD_BOARD = may("hazards", "accept", "reject", "supervise", "lift", "urge")
"A worker submits what is his; the firm does and reviews; whoever put a major hazard on the board accepts and lifts."

DRILLS = may(
    "drills", "plan", "edit", "postpone", "hold", "evaluate", "report", "end", "adopt", "amend", "revise", "retire"
)
"A firm keeps its plans and drills; the authorities read them, and see who owes which."

WHISTLE_WORKER = may("whistle", "blow")
WHISTLE_FIRM = WHISTLE_WORKER | may(
    "whistle",
    *("adopt", "draft", "announce", "enforce", "withdraw", "open", "amend", "hang", "close", "read", "identify"),
    *("accept", "reject", "confirm", "refute", "reward", "pay", "publish"),
)
WHISTLE_AUTHORITY = may("whistle", "supervise", "answer")
"Who reads and handles reports the policy decides beside the role; the authority sees those brought before it."

ACCIDENTS = may("accidents", "view")
ACCIDENTS_WORKER = may("accidents", "report") | may("cases", "read")
ACCIDENTS_FIRM = (
    ACCIDENTS
    | ACCIDENTS_WORKER
    | may("accidents", "correct", "tell", "investigate", "extend", "conclude", "close", "end")
    | may("accidents", "enter", "claim", "amend", "settle", "join", "part", "remove")
)
ACCIDENTS_AUTHORITY = ACCIDENTS | may("accidents", "report", "lead", "investigate", "extend", "conclude", "close")
ACCIDENTS_CITY = ACCIDENTS_AUTHORITY | may("accidents", "enter", "claim", "amend", "settle", "join", "part")
"""Whoever stands beside it reports, the firm corrects, the authority leads the inquiry, the city keeps what insurers
tell. Who was hurt and how badly is read by those who handle it, not by all."""

RECORDERS_WORN = may("recorders", "view", "watch") | may("footage", "view", "watch")
RECORDERS_OPERATED = RECORDERS_WORN | may("recorders", "command", "deal") | may("footage", "mark", "download")
RECORDERS_KEPT = (
    RECORDERS_OPERATED
    | may("recorders", "register", "edit", "hand_out", "take_back", "stop", "resume", "end", "keep_models", "plan")
    | may("footage", "unmark")
)
LABELS = may("footage", "add_label", "edit", "invalidate", "restore")
"""Body cameras (LE03.8): an operator uses what is of his authority, whoever keeps the register also enters and hands
out."""

CLIENTS_ASKED = may("clients", "view", "apply", "edit", "propose", "issue_key", "suspend", "end")
CLIENTS_DECIDED = may("clients", "view", "approve", "reject", "suspend", "resume")
"Interface clients: the system administrator asks, the security administrator decides, either stops one at once."
SYSADMIN = (
    may("administration", "view", "ask", "withdraw", "create_user", "edit_user", "issue_link", "end_session")
    | may("enterprises", "edit_departments")
    | may("dictionaries", "edit")
    | may("parameters", "view", "set")
    | may("jobs", "view", "run", "pause")
    | may("sms", "view")
    | may("privacy", "weigh")
    | CLIENTS_ASKED
)
SECADMIN = (
    may("administration", "view", "approve", "refuse")
    | may("parameters", "view")
    | may("privacy", "erase")
    | CLIENTS_DECIDED
)
"三员分立 (domain §12.1): one asks, one decides, the auditor reads. What stands here is theirs alone."
LIBRARY = (
    may("laws", "maintain") | may("risks", "catalogue") | may("cases", "write", "edit", "publish", "withdraw", "end")
)
"Everybody who is signed in reads the laws, the catalogue of risks and the cases; the city keeps them."
REVEAL = may("privacy", "reveal")
"To read a phone or identity number whole, for a reason: whoever has to call or to check people. Not the worker."
WATCH = may("alerts", "view", "acknowledge", "close")
"The auditor answers what the trail warns of."

PROVINCE = may("province", "view") | may("industrial", "view")
PROVINCE_FIRM = PROVINCE | may("province", "match")
PROVINCE_CITY = PROVINCE_FIRM | may("province", "run", "retry", "bind", "set_aside")
"""Firms and who supervises them read what the province shares about them, and firms say who its people are; the city's
office runs the exchange."""

OWN = (
    may("joining", "view", "claim", "wish", "resign", "withdraw", "accept", "leave")
    | may("professionals", "view", "apply", "correct", "withdraw")
    | may("privacy", "ask")
)
"What whoever has an account may do, with what is his own and nothing else; also without any role."
JOINING_OFFICER = may("joining", "view", "invite", "revoke", "admit", "turn_down", "remove")
JOINING_PRINCIPAL = JOINING_OFFICER | may("joining", "change_role", "hand_over", "agree", "object")
JOINING_TOWN = may("joining", "view", "confirm", "refuse")
"A firm decides who belongs to it, within the table of who may invite whom; the town decides who speaks for it."
PROFESSIONALS = may("professionals", "view")
PROFESSIONALS_CITY = PROFESSIONALS | may("professionals", "approve", "send_back", "reject", "revoke")
"Who comes as expert, insurer or training institution the city decides; districts read who is theirs."

ROLES = (
    Delivered(
        "worker",
        "岗位从业人员",
        "mobile",
        VIEWS
        | PATROLS
        | EQUIPMENT_WORKER
        | HAZARD_WORKER
        | WHISTLE_WORKER
        | ACCIDENTS_WORKER
        | REGULATIONS_WORKER
        | FLOOR_WORKER
        | POSTS_WORKER,
    ),
    Delivered(
        "officer",
        "企业安管员",
        "desktop",
        VIEWS
        | FIRM
        | RISK_OFFICER
        | MONTHS
        | SITE_PLANS
        | ORGANISATION
        | POSTS_OFFICER
        | REGULATIONS_OFFICER
        | FLOOR_OFFICER
        | DOCUMENTS
        | EQUIPMENT_OFFICER
        | HAZARD_OFFICER
        | DRILLS
        | REVEAL
        | JOINING_OFFICER
        | WHISTLE_FIRM
        | ACCIDENTS_FIRM
        | PROVINCE_FIRM,
    ),
    Delivered(
        "principal",
        "企业主要负责人",
        "desktop",
        VIEWS
        | FIRM
        | RISK_PRINCIPAL
        | MONTHS
        | SITE_PLANS
        | ORGANISATION
        | POSTS_PRINCIPAL
        | REGULATIONS_PRINCIPAL
        | FLOOR_OFFICER
        | DOCUMENTS
        | EQUIPMENT_OFFICER
        | HAZARD_PRINCIPAL
        | DRILLS
        | REVEAL
        | JOINING_PRINCIPAL
        | WHISTLE_FIRM
        | ACCIDENTS_FIRM
        | PROVINCE_FIRM,
    ),
    Delivered(
        "town",
        "镇街安监员",
        "desktop",
        VIEWS
        | TOWN
        | RISK_REGULATOR
        | HAZARD_TOWN
        | REVEAL
        | JOINING_TOWN
        | WHISTLE_AUTHORITY
        | ACCIDENTS_AUTHORITY
        | POSTS_AUTHORITY
        | PROVINCE
        | RECORDERS_OPERATED,
    ),
    Delivered(
        "district",
        "区级应急部门",
        "desktop",
        VIEWS
        | DISTRICT
        | RISK_REGULATOR
        | HAZARD_TOWN
        | HAZARD_BOARD
        | REVEAL
        | JOINING_TOWN
        | PROFESSIONALS
        | WHISTLE_AUTHORITY
        | ACCIDENTS_AUTHORITY
        | POSTS_AUTHORITY
        | PROVINCE
        | RECORDERS_KEPT,
    ),
    Delivered(
        "city",
        "市级应急部门",
        "desktop",
        VIEWS
        | CITY
        | RISK_REGULATOR
        | HAZARD_BOARD
        | LIBRARY
        | REVEAL
        | JOINING_TOWN
        | PROFESSIONALS_CITY
        | WHISTLE_AUTHORITY
        | ACCIDENTS_CITY
        | POSTS_AUTHORITY
        | PROVINCE_CITY
        | RECORDERS_KEPT
        | LABELS,
    ),
    Delivered("bureau", "行业主管部门", "desktop", VIEWS | ACCIDENTS | POSTS_AUTHORITY | PROVINCE),
    Delivered("enforcer", "执法人员", "mobile", VIEWS | RECORDERS_WORN),
    Delivered("dispatcher", "指挥中心值班员", "desktop", VIEWS | RECORDERS_OPERATED),
    Delivered("expert", "专家", "desktop", may("enterprises", "view") | may("hazards", "view", "report")),
    # What everybody has, with the library and the dictionaries; of firms nothing before there is work for them.
    Delivered("insurer", "保险机构", "desktop", frozenset()),
    Delivered("trainer", "培训机构", "desktop", frozenset()),
    Delivered("sysadmin", "系统管理员", "desktop", SYSADMIN),
    Delivered("secadmin", "安全保密管理员", "desktop", SECADMIN),
    Delivered("auditor", "安全审计员", "desktop", may("audit", "view", "export") | may("clients", "view") | WATCH),
    Delivered("interface_reader", "接口只读", "desktop", VIEWS),
    Delivered("interface_reporter", "接口报送隐患", "desktop", VIEWS | may("hazards", "report")),
    Delivered("interface_recorders", "接口读取执法记录仪", "desktop", RECORDERS_WORN),
    Delivered("screen", "大屏", "desktop", VIEWS),
)


def own_of(roles: Iterable[str]) -> frozenset[str]:
    """What somebody with these roles may do with what is his own: one of the three administrators has no firm and no
    profession beside his office, so there is nothing for him to ask. (decision 0017)"""
    return frozenset() if ADMINISTRATORS.intersection(roles) else OWN
