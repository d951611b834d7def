"""帮办 bangban: a policy language for government service halls, and the engine that decides by it.

    >>> policy = bangban.load("policies/cangzhou")
    >>> decision = policy.decide({"服务": {"类别": "帮办", "方式": "导办"}})
    >>> decision.verdict
    'pending'
"""

__version__ = "0.1.0"
