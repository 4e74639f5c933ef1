import logging


class MaskNumbers(logging.Filter):
    pass
