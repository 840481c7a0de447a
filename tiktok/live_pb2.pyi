from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PushFrame(_message.Message):
    __slots__ = ("log_id", "payload_encoding", "payload_type", "payload")
    LOG_ID_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_ENCODING_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_TYPE_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    log_id: int
    payload_encoding: bytes
    payload_type: bytes
    payload: bytes
    def __init__(self, log_id: _Optional[int] = ..., payload_encoding: _Optional[bytes] = ..., payload_type: _Optional[bytes] = ..., payload: _Optional[bytes] = ...) -> None: ...

class FetchResult(_message.Message):
    __slots__ = ("messages", "internal_ext", "need_ack")
    MESSAGES_FIELD_NUMBER: _ClassVar[int]
    INTERNAL_EXT_FIELD_NUMBER: _ClassVar[int]
    NEED_ACK_FIELD_NUMBER: _ClassVar[int]
    messages: _containers.RepeatedScalarFieldContainer[bytes]
    internal_ext: bytes
    need_ack: bool
    def __init__(self, messages: _Optional[_Iterable[bytes]] = ..., internal_ext: _Optional[bytes] = ..., need_ack: _Optional[bool] = ...) -> None: ...

class Envelope(_message.Message):
    __slots__ = ("method", "payload", "msg_id")
    METHOD_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    MSG_ID_FIELD_NUMBER: _ClassVar[int]
    method: bytes
    payload: bytes
    msg_id: int
    def __init__(self, method: _Optional[bytes] = ..., payload: _Optional[bytes] = ..., msg_id: _Optional[int] = ...) -> None: ...

class Common(_message.Message):
    __slots__ = ("msg_id", "create_time", "display_text")
    MSG_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_TEXT_FIELD_NUMBER: _ClassVar[int]
    msg_id: int
    create_time: int
    display_text: Text
    def __init__(self, msg_id: _Optional[int] = ..., create_time: _Optional[int] = ..., display_text: _Optional[_Union[Text, _Mapping]] = ...) -> None: ...

class Text(_message.Message):
    __slots__ = ("key",)
    KEY_FIELD_NUMBER: _ClassVar[int]
    key: bytes
    def __init__(self, key: _Optional[bytes] = ...) -> None: ...

class User(_message.Message):
    __slots__ = ("id", "nickname", "display_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    NICKNAME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_ID_FIELD_NUMBER: _ClassVar[int]
    id: int
    nickname: bytes
    display_id: bytes
    def __init__(self, id: _Optional[int] = ..., nickname: _Optional[bytes] = ..., display_id: _Optional[bytes] = ...) -> None: ...

class Chat(_message.Message):
    __slots__ = ("common", "user", "content")
    COMMON_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    common: Common
    user: User
    content: bytes
    def __init__(self, common: _Optional[_Union[Common, _Mapping]] = ..., user: _Optional[_Union[User, _Mapping]] = ..., content: _Optional[bytes] = ...) -> None: ...

class EmoteChat(_message.Message):
    __slots__ = ("common", "user")
    COMMON_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    common: Common
    user: User
    def __init__(self, common: _Optional[_Union[Common, _Mapping]] = ..., user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class Like(_message.Message):
    __slots__ = ("common", "count", "user")
    COMMON_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    common: Common
    count: int
    user: User
    def __init__(self, common: _Optional[_Union[Common, _Mapping]] = ..., count: _Optional[int] = ..., user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class Gift(_message.Message):
    __slots__ = ("common", "gift_id", "repeat_count", "user", "to_user", "repeat_end", "group_id", "gift")
    COMMON_FIELD_NUMBER: _ClassVar[int]
    GIFT_ID_FIELD_NUMBER: _ClassVar[int]
    REPEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    TO_USER_FIELD_NUMBER: _ClassVar[int]
    REPEAT_END_FIELD_NUMBER: _ClassVar[int]
    GROUP_ID_FIELD_NUMBER: _ClassVar[int]
    GIFT_FIELD_NUMBER: _ClassVar[int]
    common: Common
    gift_id: int
    repeat_count: int
    user: User
    to_user: User
    repeat_end: int
    group_id: int
    gift: GiftKind
    def __init__(self, common: _Optional[_Union[Common, _Mapping]] = ..., gift_id: _Optional[int] = ..., repeat_count: _Optional[int] = ..., user: _Optional[_Union[User, _Mapping]] = ..., to_user: _Optional[_Union[User, _Mapping]] = ..., repeat_end: _Optional[int] = ..., group_id: _Optional[int] = ..., gift: _Optional[_Union[GiftKind, _Mapping]] = ...) -> None: ...

class GiftKind(_message.Message):
    __slots__ = ("type", "diamond_count", "name")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    DIAMOND_COUNT_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    type: int
    diamond_count: int
    name: bytes
    def __init__(self, type: _Optional[int] = ..., diamond_count: _Optional[int] = ..., name: _Optional[bytes] = ...) -> None: ...

class Member(_message.Message):
    __slots__ = ("common", "user")
    COMMON_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    common: Common
    user: User
    def __init__(self, common: _Optional[_Union[Common, _Mapping]] = ..., user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class Social(_message.Message):
    __slots__ = ("common", "user")
    COMMON_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    common: Common
    user: User
    def __init__(self, common: _Optional[_Union[Common, _Mapping]] = ..., user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class SubNotify(_message.Message):
    __slots__ = ("common", "user")
    COMMON_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    common: Common
    user: User
    def __init__(self, common: _Optional[_Union[Common, _Mapping]] = ..., user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class Barrage(_message.Message):
    __slots__ = ("common", "content", "common_barrage_content", "user")
    COMMON_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    COMMON_BARRAGE_CONTENT_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    common: Common
    content: Text
    common_barrage_content: Text
    user: User
    def __init__(self, common: _Optional[_Union[Common, _Mapping]] = ..., content: _Optional[_Union[Text, _Mapping]] = ..., common_barrage_content: _Optional[_Union[Text, _Mapping]] = ..., user: _Optional[_Union[User, _Mapping]] = ...) -> None: ...

class RoomUserSeq(_message.Message):
    __slots__ = ("common", "total", "total_user")
    COMMON_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    TOTAL_USER_FIELD_NUMBER: _ClassVar[int]
    common: Common
    total: int
    total_user: int
    def __init__(self, common: _Optional[_Union[Common, _Mapping]] = ..., total: _Optional[int] = ..., total_user: _Optional[int] = ...) -> None: ...

class Control(_message.Message):
    __slots__ = ("common", "action")
    COMMON_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    common: Common
    action: int
    def __init__(self, common: _Optional[_Union[Common, _Mapping]] = ..., action: _Optional[int] = ...) -> None: ...
