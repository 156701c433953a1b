"""Mails a link to set a new password; run by a job."""

from convosphere.features.accounts.actions.links import reset_link
from convosphere.features.accounts.actions.passwords import issue_reset
from convosphere.features.accounts.repository import people
from convosphere.features.accounts.repository.login_directory import find_login
from convosphere.features.accounts.rules import MAILED_RESET_LIFETIME
from convosphere.platform.context import Platform
from convosphere.platform.i18n import translate
from convosphere.platform.mail import Mail
from convosphere.platform.web import configured_url


async def mail_password_reset(platform: Platform, email: str) -> None:
    """Sends the link if the address belongs to somebody active. Run again, it sends a new one that replaces the first.

    Raises:
        MailError: the mail server did not take it.
    """
    async with platform.database.transaction(None) as session:
        login = await find_login(session, email)
    if login is None:
        return
    async with platform.database.transaction(login.organization_id) as session:
        person = await people.get_person(session, login.person_id)
        if person.deactivated_at is not None:
            return
        token, _ = await issue_reset(platform, session, person, via="mail", lifetime=MAILED_RESET_LIFETIME)
    # Not from the request's Host header: whoever asks for somebody's link could have it lead to themselves.
    url = reset_link(configured_url(platform.settings), token)
    await platform.mailer.send(
        Mail(
            to=person.email,
            to_name=person.name,
            subject=translate("mails.password_reset.subject", person.locale),
            text=translate("mails.password_reset.text", person.locale, name=person.name, url=url),
            locale=person.locale,
        )
    )
