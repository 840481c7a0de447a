"""What owners are told about backups: what is in none of them, and what comes back with one."""

from __future__ import annotations

from dataclasses import replace

from tests import audio
from tests.media.offers import offer
from tests.restore_checks import anywhere
from tests.show import GUILD, MIA, RITA, Show


async def test_no_backup_has_the_audio_of_a_song_in_it(show: Show) -> None:
    file = await show.services.submissions.keep_file(GUILD, offer(audio.song(artist="Ana", title="Sol"), "sol.mp3"))
    await show.services.submissions.submit(replace(show.draft(MIA), link="", file=file))
    stored = show.services.store.path(file.file_hash)
    assert stored
    sound = stored.read_bytes()[-200:]
    made = await show.services.backups.make_for(GUILD)
    assert await show.services.backups.make_due() == {}
    backups = list(made.parent.iterdir())
    assert len(backups) == 3
    assert not any(sound in one.read_bytes() for one in backups)


async def test_a_restore_brings_back_what_a_member_erased_since(show: Show) -> None:
    await show.submit(MIA)
    made = await show.services.backups.make_for(GUILD)
    await show.services.privacy.forget(GUILD, MIA.member_id)
    assert (await show.services.submissions.mine(GUILD, MIA.member_id, 0)).songs == []
    await show.services.backups.restore(GUILD, RITA, made.name, anywhere)
    [song] = (await show.services.submissions.mine(GUILD, MIA.member_id, 0)).songs
    assert song.member == MIA
