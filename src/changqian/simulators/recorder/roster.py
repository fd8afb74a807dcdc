"""Who the recorders are: ids of 20 digits, serial numbers, and the officers that wear them. All are invented."""

from dataclasses import dataclass

from changqian.protocols.gb28181.ids import DeviceId

CAMERA, LOUDSPEAKER, ALARM_INPUT = 131, 137, 134
RECORDER = 132
"Annex E has no type for body cameras; most register as a network camera."
OFFICERS = (
    *("陈建国", "王晓东", "李志强", "张丽华", "刘海波", "杨文斌", "赵敏", "周立新", "吴桂芳", "徐洪亮"),
    *("孙梦琪", "朱永康", "马骏", "胡雪梅", "郭子昂", "何璐", "高翔", "林喆", "罗玥", "郑祎婧"),
)
"Some have characters that GB2312 lacks."
UNITS = ("天宁区应急管理局", "钟楼区应急管理局", "新北区应急管理局", "武进区应急管理局", "溧阳市应急管理局")


@dataclass(frozen=True, slots=True)
class Identity:
    """One recorder: `device_id` registers, `channels` send video."""

    number: int
    "From 1; the serial in all of its ids."
    device_id: str
    channels: tuple[str, ...]
    alarm_id: str
    voice_id: str
    officer: str
    officer_number: str
    unit: str

    @property
    def serial(self) -> str:
        return f"ZFY{self.number:06d}"

    @property
    def name(self) -> str:
        return f"执法记录仪{self.number:03d}"

    @property
    def overlay(self) -> tuple[str, str]:
        """What is burned into its pictures (GA/T 947: device, officer, unit)."""
        return f"{self.serial} {self.officer_number}", f"{self.officer} {self.unit}"

    @property
    def ids(self) -> tuple[str, ...]:
        return self.device_id, *self.channels, self.alarm_id, self.voice_id


def identity(number: int, *, domain: str, channels: int = 1) -> Identity:
    """The `number`th recorder of a domain, whose id or first ten digits are given."""
    centre, industry = domain[:8].ljust(8, "0"), domain[8:10].ljust(2, "0")

    def made(kind: int, serial: int) -> str:
        return str(DeviceId(centre, industry, kind, 7, f"{serial:06d}"))

    return Identity(
        number=number,
        device_id=made(RECORDER, number),
        channels=tuple(made(CAMERA, number * 10 + place) for place in range(channels)),
        alarm_id=made(ALARM_INPUT, number),
        voice_id=made(LOUDSPEAKER, number),
        officer=OFFICERS[(number - 1) % len(OFFICERS)],
        officer_number=f"0419{number:04d}",
        unit=UNITS[(number - 1) % len(UNITS)],
    )
