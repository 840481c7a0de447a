"""The doctor, from the command line and in Discord: a green or red line each, and the red ones say the mend."""

from __future__ import annotations

from pathlib import Path

from standins.discord import Discord, Permission
from standins.music_sites import Sites
from tests.database.damage import damage
from tests.journeys.show import Show, open_show, run_bot

CHECKED = (
    *("database", "migrations", "disk", "open files", "hourly backup", "nightly backup", "songs", "clock", "token"),
    *("Message Content Intent", "commands", "TikTok", "sign server", "sign key"),
    *("Night Show, submission channel", "Night Show, queue channel", "Night Show, now playing channel"),
)


async def look(show: Show, **variables: str) -> tuple[int, dict[str, str]]:
    """`python bot.py doctor` beside the running bot: the exit code, and the lines by what they are about."""
    data = show.bot.data_dir
    given = {**show.bot.variables, "DATA_DIR": str(data), **variables}
    code, output = await run_bot(given, "doctor")
    found = [line.partition(": ")[::2] for line in output.splitlines() if line[:1] in "✅❌"]
    return code, {name[2:]: f"{name[:1]} {says}" for name, says in found}


async def test_all_is_green_beside_a_running_bot_and_each_damage_is_red_with_its_mend(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        await show.world.until(lambda: list((tmp_path / "backups").glob("*.db")), timeout=30, what="the backups")
        reach = {"TIKTOK_URL": show.sites, "SIGN_API_URL": show.sites}
        identifies = show.world.gateway.identifies
        code, lines = await look(show, **reach)
        assert {name: says for name, says in lines.items() if not says.startswith("✅")} == {}
        assert code == 0
        assert lines.keys() >= set(CHECKED)
        assert show.world.gateway.identifies == identifies

        channel, role = show.cast.channels["now_playing"], show.cast.stage.guild.bot_role
        channel.set_overwrite(role, deny=Permission.ATTACH_FILES)
        for backup in (tmp_path / "backups").glob("*.json"):
            backup.unlink()
        code, lines = await look(show, SIGN_API_URL="http://127.0.0.1:9", TIKTOK_URL=show.sites)
        red = {name: says for name, says in lines.items() if not says.startswith("✅")}
        assert code == 1
        assert red.keys() == {"Night Show, now playing channel", "hourly backup", "sign server"}
        assert "Attach Files" in red["Night Show, now playing channel"]
        channel.clear_overwrite(role)


async def test_without_a_token_the_doctor_looks_at_all_the_rest(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        code, lines = await look(show, DISCORD_TOKEN="")
        assert code == 1
        assert lines["token"].startswith("❌ there is none. Get one at https://discord.com/developers/applications")
        assert lines["database"].startswith("✅")


async def test_a_wrong_token_and_a_damaged_database_are_red(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        await show.stop()
        damage(show.bot.data_dir / "music_queue.db", page=1)
        code, lines = await look(show, DISCORD_TOKEN="wrong")  # noqa: S106 - no token at all
        assert code == 1
        assert "python bot.py restore FILE" in lines["database"]
        assert "Reset it" in lines["token"]
        assert "Night Show, submission channel" not in lines


async def test_before_the_first_start_nothing_is_made_and_nothing_is_blamed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Discord() as world, Sites() as sites:
        world.guild("Night Show")
        variables = {**world.env(), "DATA_DIR": str(data), "BACKUP_DIR": str(tmp_path / "none")}
        _, output = await run_bot({**variables, "TIKTOK_URL": sites.base, "SIGN_API_URL": sites.base}, "doctor")
    red = [line for line in output.splitlines() if line.startswith("❌")]
    assert red == ["❌ commands: Discord has 0. Start the bot: it sends them."]
    assert not data.exists()


async def test_in_discord_the_lines_about_the_computer_are_for_the_owner_of_the_application(tmp_path: Path) -> None:
    async with open_show(tmp_path) as show:
        reply = await show.cast.people["Olga"].slash(show.cast.channels["debug"], "doctor")
        text = (await reply.finished()).text
        assert "✅ queue channel" in text
        assert "✅ commands" in text
        assert "database" not in text
        show.world.app_owner = show.cast.people["Olga"].user
        await show.stop()
        await show.start()
        reply = await show.cast.people["Olga"].slash(show.cast.channels["debug"], "doctor")
        text = (await reply.finished()).text
        assert "✅ database: sound" in text
        assert "✅ clock" in text
