"""What can go wrong with a photo; the words stand with all others."""

from app.errors import Conflict, DomainError, Invalid, Malformed, TooLarge


class BadUpload(Malformed):
    """The upload's headers do not say what is needed."""

    code = "bad_upload"


class PhotoTooLarge(TooLarge):
    code = "photo_too_large"


class UploadTaken(Conflict):
    """The id is in use, by somebody else or for other bytes: which of them is not told."""

    code = "upload_taken"


class OffsetMismatch(Conflict):
    code = "offset_mismatch"

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset

    def headers(self) -> dict[str, str]:
        return {"Upload-Offset": str(self.offset)}


class HashMismatch(Invalid):
    """The whole file is not the one that the phone promised."""

    code = "hash_mismatch"


class ChecksumMismatch(DomainError):
    """One piece is not what its checksum says; it was discarded. Source: tus 1.0.0, "Checksum"."""

    status, code = 460, "hash_mismatch"


class NotAPhoto(Invalid):
    """No picture can be made of the bytes; they are kept all the same."""

    code = "not_a_photo"
