"""What a person may do: named permissions, and the roles every organisation starts with."""

from collections.abc import Collection, Mapping

EVERYTHING = "*"
READ_TRANSACTIONS = "read_transactions"
IMPORT_STATEMENTS = "import_statements"
EDIT_TRANSACTIONS = "edit_transactions"
MANAGE_ACCOUNTS = "manage_accounts"
RECONCILE = "reconcile"
LINK_BANKS = "link_banks"
RUN_ANALYTICS = "run_analytics"
READ_REPORTS = "read_reports"
MANAGE_USERS = "manage_users"
MANAGE_ROLES = "manage_roles"
MANAGE_ORGANIZATION = "manage_organization"
READ_AUDIT_LOG = "read_audit_log"
READ_ERRORS = "read_errors"

PERMISSIONS: Mapping[str, str] = {
    READ_TRANSACTIONS: "See accounts, transactions, categories and imports",
    IMPORT_STATEMENTS: "Upload statements, take them back, fetch them, say how to read them",
    EDIT_TRANSACTIONS: "Write drafts, edit and delete transactions, decide on duplicates",
    MANAGE_ACCOUNTS: "Rename accounts and say what kind they are",
    RECONCILE: "Compare statements with the ledger, lock and unlock periods, assert balances",
    LINK_BANKS: "Link banks through an aggregator, mend and end such links",
    RUN_ANALYTICS: "See totals and analyses",
    READ_REPORTS: "See reports",
    MANAGE_USERS: "See, invite, limit, switch off and remove people",
    MANAGE_ROLES: "Make, change and remove roles",
    MANAGE_ORGANIZATION: "Change what holds for the whole organisation, export everything of it, have it erased",
    READ_AUDIT_LOG: "See who did what, prove that nothing of it was changed",
    READ_ERRORS: "See what failed on our side: files, links to banks, letters",
}
"""Every permission there is, with what it allows."""

ADMIN = "admin"
BUILT_IN_ROLES: Mapping[str, tuple[str, ...]] = {
    ADMIN: (EVERYTHING,),
    "analyst": (READ_TRANSACTIONS, IMPORT_STATEMENTS, EDIT_TRANSACTIONS, MANAGE_ACCOUNTS, RECONCILE, RUN_ANALYTICS, READ_REPORTS),
    "viewer": (READ_REPORTS,),
}


def allows(granted: Collection[str], needed: str) -> bool:
    """Tell whether the permissions `granted` to a person include `needed`."""
    return EVERYTHING in granted or needed in granted


def covers(granted: Collection[str], wanted: Collection[str]) -> bool:
    """Tell whether somebody with the permissions `granted` has every one of `wanted`: nobody gives what they do not have."""
    return all(allows(granted, permission) for permission in wanted)
