"""Bodies in the shapes that devices send, written for these tests. The cast: recorders and cameras of 武进区."""

NVR, CAMERA, SECOND = "32041200001180000001", "32041200001320000001", "32041200001320000002"
RECORDER, PLATFORM = "32041200001320000024", "32040000002000000001"

KEEPALIVE = f"""<?xml version="1.0" encoding="GB2312"?>
<Notify>
<CmdType>Keepalive</CmdType>
<SN>43</SN>
<DeviceID>{NVR}</DeviceID>
<Status>OK</Status>
<Info>
<DeviceID>{SECOND}</DeviceID>
</Info>
</Notify>
""".encode("gb2312")
"Lines end with LF; one camera below is out of order."

KEEPALIVE_IN_LOWER_CASE = f"""<?xml version="1.0"?>
<notify><cmdtype>keepalive</cmdtype><sn>7</sn><deviceid>{NVR}</deviceid><status>ok</status></notify>\0\0""".encode()
"Wrong case throughout, NULs behind."

KEEPALIVE_AS_ATTRIBUTES = f'<Notify CmdType="Keepalive" SN="9"><DeviceID>{NVR}</DeviceID></Notify>'.encode()

CATALOGUE_2016 = f"""<?xml version="1.0" encoding="GB2312"?>
<Response>
  <CmdType>Catalog</CmdType>
  <SN>17430</SN>
  <DeviceID>{NVR}</DeviceID>
  <SumNum>2</SumNum>
  <DeviceList Num="2">
    <Item>
      <DeviceID>{CAMERA}</DeviceID>
      <Name>湖塘镇喆丰机械厂东门</Name>
      <Manufacturer>Hikvision</Manufacturer>
      <Model>IP Camera</Model>
      <Owner>Owner</Owner>
      <CivilCode>320412</CivilCode>
      <Address>Address</Address>
      <Parental>0</Parental>
      <ParentID>{NVR}/32041200002160000001</ParentID>
      <SafetyWay>0</SafetyWay>
      <RegisterWay>1</RegisterWay>
      <Secrecy>0</Secrecy>
      <Status>ON</Status>
      <Longitude>119.942</Longitude>
      <Latitude>31.701</Latitude>
      <Info>
        <PTZType>3</PTZType>
        <BusinessGroupID>32041200002150000001</BusinessGroupID>
      </Info>
    </Item>
    <Item>
      <DeviceID>{SECOND}</DeviceID>
      <Name>青龙&纺织 2号</Name>
      <Status>OFF</Status>
      <PTZType>1</PTZType>
      <Port></Port>
    </Item>
  </DeviceList>
</Response>
""".encode("gbk")
"喆 is in GBK and not in the GB2312 that is declared; the ampersand stands bare; PTZType stands beside Info."

CATALOGUE_2022 = f"""<?xml version="1.0" encoding="GB18030"?>
<Response><CmdType>Catalog</CmdType><SN>5</SN><DeviceID>{PLATFORM}</DeviceID><SumNum>1</SumNum>
<DeviceList Num="1"><Item><DeviceID>{RECORDER}</DeviceID><Name>𠮷祥执法记录仪</Name><Manufacturer>A</Manufacturer>
<Model>B</Model><CivilCode>320412</CivilCode><Address>C</Address><Parental>0</Parental><ParentID>{PLATFORM}</ParentID>
<RegisterWay>1</RegisterWay><SecurityLevelCode>A</SecurityLevelCode><Secrecy>0</Secrecy><Status>ON</Status>
<BusinessGroupID>32041200002150000001</BusinessGroupID>
<Info><MobileDeviceType>2</MobileDeviceType><StreamNumberList>0/1</StreamNumberList></Info></Item></DeviceList>
<ExtraInfo>note</ExtraInfo></Response>""".encode("gb18030")

POSITION_2016 = f"""<?xml version="1.0" encoding="GB2312"?>
<Notify>
<CmdType>MobilePosition</CmdType>
<SN>3</SN>
<DeviceID>{RECORDER}</DeviceID>
<Time>2026-03-05T09:30:01.250</Time>
<Longitude>119.94211</Longitude>
<Latitude>31.70132</Latitude>
<Speed>3.6</Speed>
<Direction>90</Direction>
<Altitude>12</Altitude>
</Notify>""".encode("gb2312")

POSITION_2022 = f"""<?xml version="1.0" encoding="GB18030"?>
<Notify><CmdType>MobilePosition</CmdType><SN>4</SN><DeviceID>{PLATFORM}</DeviceID><Time>2026-03-05T09:30:05</Time>
<SumNum>2</SumNum><DeviceList Num="2">
<Item><DeviceID>{RECORDER}</DeviceID><CaptureTime>2026-03-05T09:30:01</CaptureTime><Longitude>119.94211</Longitude>
<Latitude>31.70132</Latitude><Speed>3.6</Speed><Height>1.5</Height></Item>
<Item><DeviceID>{CAMERA}</DeviceID><CaptureTime>2026-03-05T09:30:02</CaptureTime><Longitude>0.0</Longitude>
<Latitude>0.0</Latitude></Item></DeviceList></Notify>""".encode("gb18030")
"One recorder with a fix, one without."

RECORDS_WITHOUT_SUM = f"""<?xml version="1.0" encoding="GB2312"?>
<Response><CmdType>RecordInfo</CmdType><SN>88</SN><DeviceID>{CAMERA}</DeviceID><Name>IPC</Name>
<RecordList Num="1"><Item><DeviceID>{CAMERA}</DeviceID><Name>Record1</Name><FilePath>1767225600_1767229200</FilePath>
<Address>Address 1</Address><StartTime>2026-01-01 08:00:00</StartTime><EndTime>2026-01-01T09:00:00Z</EndTime>
<Secrecy>0</Secrecy><Type>time</Type><FileSize>104857600</FileSize></Item></RecordList></Response>""".encode()
"No SumNum, a blank for the T, and a Z."

ALARM_2016 = f"""<?xml version="1.0" encoding="GB2312"?>
<Notify><CmdType>Alarm</CmdType><SN>6</SN><DeviceID>{CAMERA}</DeviceID><AlarmPriority>1</AlarmPriority>
<AlarmMethod>5</AlarmMethod><AlarmTime>2026-03-05T10:00:00</AlarmTime><AlarmDescription>越界</AlarmDescription>
<Info>plain text first</Info>
<Info><AlarmType>6</AlarmType><AlarmTypeParam><EventType>1</EventType></AlarmTypeParam></Info></Notify>""".encode(
    "gb2312"
)

STATUS_OF_THREE_EDITIONS = [
    f"<Response><CmdType>DeviceStatus</CmdType><SN>1</SN><DeviceID>{NVR}</DeviceID><Result>OK</Result>"
    f"<Online>ONLINE</Online><Status>OK</Status><Alarmstatus {count}='1'><Item><DeviceID>{SECOND}</DeviceID>"
    f"<{name}>ONDUTY</{name}></Item></Alarmstatus></Response>".encode()
    for count, name in (("Num", "Status"), ("Num", "StatusDutyStatus"), ("num", "DutyStatus"))
]
