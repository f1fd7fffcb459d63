"""Flask as this application needs it: no session in a cookie, and a log that names nobody."""

from types import TracebackType

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SessionInterface, SessionMixin

from caf_pwa.socle.journal import trace

Infos = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class SessionVide(SessionInterface):
    """Sign-ins are rows of the database: nothing is read from a cookie of Flask's, nor written to one."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        return SecureCookieSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        pass


class Application(Flask):
    session_interface = SessionVide()

    def log_exception(self, exc_info: Infos) -> None:
        """Name the view that failed and the lines it went through; the address may name somebody's payment."""
        self.logger.error("%s %s\n%s", request.method, request.endpoint, trace(exc_info[1]))
