"""What is decided of a snapshot."""

from django import forms


class SnapshotDecisionForm(forms.Form):
    """Whoever refuses or withdraws says why."""

    reason = forms.CharField(
        label="Alasan",
        required=False,
        max_length=250,
        widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
    )
