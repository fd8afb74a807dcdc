"""Django's PostgreSQL, with statements that are planned once and connections that are looked at instead of asked.

Of what PostgreSQL does for a page most is planning: 0.5 to 2 ms a statement, against 0.05 to 0.3 ms to execute it
(docs/decisions/0030). A statement that is prepared on the server is planned once per connection, but then for the
average of its parameters. So it is only done where any parameter leads to a few rows: who asks says `plans_once`.
"""

import select
from typing import Any

from django.db.backends.postgresql import base

PREPARED_AFTER = 2
"Times a statement is asked before it is kept on the server."
PREPARED_AT_MOST = 300
"Statements kept per connection, of some 50 to 100 kB each; the one unused longest makes room."


class DatabaseWrapper(base.DatabaseWrapper):
    plans_once = False
    "Whether statements from here on are bound and kept on the server; false again with the end of the request."

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.prepare_threshold = PREPARED_AFTER
        connection.prepared_max = PREPARED_AT_MOST
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that binds on the server where statements are planned once; else Django's, which never prepares."""
        if name or not self.plans_once:
            return super().create_cursor(name)
        return base.ServerBindingCursor(self.connection)  # type: ignore[call-arg]

    def is_usable(self) -> bool:
        """A server that went away has closed the socket: only one that has something to say is asked, as Django asks
        every connection with every request."""
        if self.connection is None or self.connection.closed:
            return False
        looked = select.poll()
        looked.register(self.connection.pgconn.socket, select.POLLIN)
        return bool(super().is_usable()) if looked.poll(0) else True
