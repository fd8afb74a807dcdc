"""In the doorway, before the second factor: to say that it is lost."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.foundation.accounts.entering_api import at
from changqian.platform.foundation.accounts.entrance import Entrance
from changqian.platform.foundation.accounts.rules import Next
from changqian.platform.foundation.administration.lost_phones import report_lost
from changqian.platform.foundation.records.api import checked


class LostPhone(serializers.Serializer):
    reason = serializers.CharField(label="情况说明", max_length=200)


class LostPhoneView(Entrance):
    @extend_schema(request=LostPhone, responses={204: None})
    def post(self, request: Request) -> Response:
        """Phone and recovery codes are gone. Whoever asks has shown his password; an administrator asks for him."""
        given = checked(LostPhone, request.data)
        _, user = at(request, Next.SECOND_FACTOR)
        report_lost(user, reason=given["reason"], now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
