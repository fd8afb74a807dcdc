from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.records import rekeying
from changqian.platform.foundation.records.fields import sealer
from changqian.platform.kernel.crypto import KeysUnavailable
from changqian.platform.kernel.errors import RuleViolation


class Command(BaseCommand):
    help = "敏感字段的密钥：list 列出，rotate 更换，verify 核验，retire 停用"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["list", "rotate", "verify", "retire"])
        parser.add_argument("key", nargs="?", type=int, help="要停用的密钥编号")
        parser.add_argument("--chunk", type=int, default=rekeying.CHUNK, help="每个事务的行数")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            match options["verb"]:
                case "list":
                    self._list()
                case "rotate":
                    self._rotate(max(options["chunk"], 1))
                case "verify":
                    self._verify(rekeying.examine())
                case "retire":
                    if options["key"] is None:
                        raise CommandError("请给出要停用的密钥编号：keys retire 编号")
                    rekeying.retire_key(options["key"], actor=platform())
                    self.stdout.write(f"密钥{options['key']}已停用")
        except (RuleViolation, KeysUnavailable) as error:
            raise CommandError(str(error)) from error

    def _list(self) -> None:
        keys = sealer().provider.keys()
        for key in keys.usable:
            used = "、".join(f"{label}{count}条" for label, count in rekeying.used_by(key).items())
            state = "启用" if key == keys.active else "可读"
            self.stdout.write(f"密钥{key}：{state}，{used or '没有数据使用'}")
        for key in keys.retired:
            self.stdout.write(f"密钥{key}：已停用")

    def _rotate(self, chunk: int) -> None:
        key = rekeying.turn_key(actor=platform())
        self.stdout.write(f"启用密钥{key}，开始重新加密")

        def told(label: str, done: int, all: int) -> None:
            self.stdout.write(f"  {label}：{done}/{all}")

        count = rekeying.reseal(chunk=chunk, told=told)
        self.stdout.write(f"重新加密{count}条，开始核验")
        self._verify(rekeying.examine(mend=True))
        old = [str(each) for each in sealer().provider.keys().usable if each != key]
        if old:
            self.stdout.write(f"旧密钥{'、'.join(old)}仍可读，确认无误后用 keys retire 停用")

    def _verify(self, found: rekeying.Found) -> None:
        by_key = "，".join(f"密钥{key} {count}处" for key, count in sorted(found.by_key.items()))
        unbound = f"；{found.unbound}处未与字段绑定，keys rotate 后绑定" if found.unbound else ""
        if found.damaged:
            raise CommandError(f"{len(found.damaged)}处不对：{'；'.join(found.damaged[:20])}")
        self.stdout.write(f"全部可读：{by_key or '没有加密数据'}{unbound}")
