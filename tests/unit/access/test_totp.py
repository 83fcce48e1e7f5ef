import re

import pytest
from purser.access import totp

SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The seed of RFC 6238, appendix B: the ASCII digits 12345678901234567890."""


@pytest.mark.parametrize(
    ("moment", "code"), [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (20000000000, "353130")]
)
def test_codes_are_those_of_rfc_6238(moment: int, code: str) -> None:
    assert totp.step_of(SEED, code, moment) == moment // 30


def test_a_code_belongs_to_its_own_step_not_to_the_moment_it_is_shown_at() -> None:
    shown = 1111111109
    for off in (-30, 0, 30):
        assert totp.step_of(SEED, "081804", shown + off) == shown // 30
    assert totp.step_of(SEED, "081804", shown + 60) is None


@pytest.mark.parametrize("code", ["", "287083", "28708", "\uff12\uff18\uff17\uff10\uff18\uff12", "287082 "])
def test_what_is_not_the_code_is_of_no_step(code: str) -> None:
    assert totp.step_of(SEED, code, 59) is None


def test_a_seed_has_160_bits_and_no_two_are_alike() -> None:
    assert re.fullmatch("[A-Z2-7]{32}", totp.new_seed())
    assert totp.new_seed() != totp.new_seed()


def test_recovery_codes_can_be_read_out_and_typed_as_one_likes() -> None:
    codes = totp.new_recovery_codes()
    assert len(set(codes)) == 10
    for code in codes:
        assert re.fullmatch("[a-z2-7]{4}(-[a-z2-7]{4}){3}", code)
        assert totp.tidy(code.upper().replace("-", " ")) == totp.tidy(code)
        assert not totp.is_app_code(totp.tidy(code))


def test_the_qr_code_is_a_drawing_and_nothing_else() -> None:
    svg = totp.qr_svg(totp.uri(SEED, '"><script>alert(1)</script>@example.com'))
    assert svg.startswith("<svg")
    assert "script" not in svg
