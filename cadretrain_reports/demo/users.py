"""Accounts of the embedded host, opened and mailed to as ``compat`` asks of the platform."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User

from cadretrain_reports.compat import Contact, UserRefused, unguessable_password


class UserForm(forms.Form):
    """What the platform's registration takes."""

    username = forms.SlugField(min_length=2, max_length=30)
    email = forms.EmailField(min_length=3, max_length=254)
    name = forms.CharField(max_length=150)


def open_user(username: str, email: str, name: str) -> User:
    """Open an account with a password that nobody knows. Raises ``UserRefused``."""
    form = UserForm({"username": username, "email": email, "name": name})
    for field in form.fields:
        if field in form.errors:
            raise UserRefused(f"bad_{field}")
    if User.objects.filter(username__iexact=username).exists():
        raise UserRefused("username_taken")
    if User.objects.filter(email__iexact=email).exists():
        raise UserRefused("email_taken")
    return User.objects.create(username=username, email=email, first_name=name, password=unguessable_password())


def names_of(user_ids: Collection[int]) -> dict[int, str]:
    """Return the full names of accounts by their ids."""
    return dict(User.objects.filter(pk__in=user_ids).exclude(first_name="").values_list("pk", "first_name"))


def send_password_mail(user: Any) -> None:
    """Mail the link under which a new password is chosen; mails lie in the folder ``mail`` of the demonstration."""
    form = PasswordResetForm({"email": user.email})
    form.is_valid()
    form.save(domain_override=settings.DEMO_ADDRESS)


def unlock(_user: Any) -> bool:
    """Tell that the account was not locked: Django's own accounts never are."""
    return False


def locked_users() -> list[int]:
    """Return nobody: Django's own accounts are never locked."""
    return []


def contacts_of(_user_ids: Collection[int]) -> dict[int, Contact]:
    """Return nothing: this host asks nobody for a language or a number, so that the site's language holds."""
    return {}
