"""Electronic mail: plain text with simple HTML beside it, handed to a server or put in a folder."""

import email.policy
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import flask

from leerloket.outbox.files import File
from leerloket.outbox.messages import Message
from leerloket.outbox.rendering import Text, blocks


def as_mail(app: flask.Flask, message: Message, text: Text, file: File | None = None) -> EmailMessage:
    """A mail with the words as plain text and, for who reads that more easily, as HTML without anything remote.

    A message that says where to stop it (`stop_path`) can be stopped from the mail program in one click (RFC 8058).
    """
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["Subject"] = text.subject
    mail["From"] = app.config["SETTINGS"].mail_from
    mail["To"] = message.to_address
    mail["Message-ID"] = f"<{message.message_id}@leerloket>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = text.language
    if path := message.facts.get("stop_path"):
        mail["List-Unsubscribe"] = f"<{app.config['SETTINGS'].base_url}{path}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(text.body + "\n")
    wrapper = app.jinja_env.get_template("mail/wrapper.html")
    mail.add_alternative(wrapper.render(text=text, blocks=blocks(text.body)), subtype="html")
    if file is not None:
        kind, _, subtype = file.media_type.partition("/")
        mail.add_attachment(file.content, kind, subtype, filename=file.name)
    return mail


def deliver(mail: EmailMessage, target: str) -> None:
    """Hand a mail to `smtp://[user:password@]host:port`, `smtps://…`, or write it into a folder as a file."""
    url = urlsplit(target)
    if url.scheme in {"smtp", "smtps"}:
        kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
        with kind(url.hostname or "localhost", url.port or 0, timeout=20) as server:
            server.ehlo_or_helo_if_needed()
            if url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            if url.username:
                server.login(url.username, url.password or "")
            server.send_message(mail)
        return
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = str(mail["Message-ID"]).strip("<>").partition("@")[0]
    (folder / f"{name}.eml").write_bytes(mail.as_bytes())
