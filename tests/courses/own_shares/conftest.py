"""The make-believe payment service, for own shares that are paid online."""

from tests.accounts.online_payments.conftest import bank, paying_app, served, way

__all__ = ["bank", "paying_app", "served", "way"]
