"""The options of hotline/options.py, each with its meaning and default, for the role admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hotline import options
from hotline.models import Option


class OptionForm(forms.ModelForm):
    """One value in a field that fits it: a number, a line of text, or one entry a line."""

    class Meta:
        model = Option
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        default, meaning = options.DECLARED[self.instance.key]
        value = self.instance.value
        self.fields["value"] = field(default)
        self.fields["value"].label = str(meaning)
        self.fields["value"].help_text = _("Default: %(default)s") % {"default": shown(default)}
        self.initial["value"] = "\n".join(value) if isinstance(value, list) else value

    def clean_value(self) -> Any:
        value = self.cleaned_data["value"]
        if isinstance(options.DECLARED[self.instance.key][0], list):
            value = [line.strip() for line in value.splitlines() if line.strip()]
        return options.check(self.instance.key, value)

    def save(self, commit: bool = True) -> Option:
        self.instance.value = self.cleaned_data["value"]
        saved: Option = super().save(commit)
        return saved


def field(default: Any) -> forms.Field:
    """The form field for a value of the default's type."""
    if isinstance(default, bool):
        return forms.BooleanField(required=False)
    if isinstance(default, int):
        return forms.IntegerField()
    if isinstance(default, list):
        rows = max(6, len(default) + 2)
        return forms.CharField(widget=forms.Textarea(attrs={"rows": rows, "cols": 60, "class": "vLargeTextField"}))
    return forms.CharField(max_length=200, widget=forms.TextInput(attrs={"class": "vTextField"}))


def shown(value: Any) -> str:
    """A value as a sentence shows it."""
    return "；".join(value) if isinstance(value, list) else str(value)


@admin.register(Option)
class OptionAdmin(admin.ModelAdmin):
    """Lists what is declared, whether set or not. Setting a value back to its default removes the row."""

    form = OptionForm
    fields = ["value"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Option | None:
        """The option, set or not; None for one that is not declared."""
        if object_id not in options.DECLARED:
            return None
        return Option.objects.filter(pk=object_id).first() or Option(key=object_id, value=options.DECLARED[object_id][0])

    def save_model(self, request: HttpRequest, obj: Option, form: Any, change: bool) -> None:
        if obj.value == options.DECLARED[obj.key][0]:
            Option.objects.filter(pk=obj.key).delete()
        else:
            super().save_model(request, obj, form, change)
        options.forget()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        stored = dict(Option.objects.filter(key__in=options.DECLARED).values_list("key", "value"))
        rows = [
            {
                "key": key,
                "meaning": meaning,
                "value": stored.get(key, default),
                "default": default,
                "is_list": isinstance(default, list),
                "is_set": key in stored,
                "url": reverse("admin:hotline_option_change", args=[key]),
            }
            for key, (default, meaning) in options.DECLARED.items()
        ]
        context = {"title": self.opts.verbose_name_plural, "opts": self.opts, "rows": rows}
        return render(request, "people/options.html", self.admin_site.each_context(request) | context)
