"""Group-chat robots of a territory's organisations."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.views.forms import FormPage
from deadlines.channels import opened
from deadlines.choices import Channel
from deadlines.forms.reminders import RobotForm
from deadlines.models import Robot
from deadlines.services import robots


@require_GET
@requires(Permission.MANAGE_REMINDERS)
def robot_list(request: HttpRequest) -> HttpResponse:
    found = list(Robot.objects.for_user(request.user).select_related("organisation"))
    for robot in found:
        robot.masked = robots.masked(robot.address)
    context = {"robots": found, "opened": [Channel(channel).label for channel in opened()]}
    return render(request, "deadlines/robot_list.html", context)


class RobotPage(FormPage):
    permission = Permission.MANAGE_REMINDERS
    form_class = RobotForm
    note = "每天把该单位的提醒发到群里一次；群里只有事项和期限，没有居民信息"
    back = reverse_lazy("deadlines:robot_list")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}


class RobotCreate(RobotPage):
    title = "新增群机器人"

    def save(self, form: Form) -> str:
        robots.add(by=self.request.user, **form.cleaned_data)
        return self.back


class RobotEdit(RobotPage):
    template_name = "deadlines/robot_form.html"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.robot = get_object_or_404(Robot.objects.for_user(request.user), pk=kwargs["pk"])
        self.title = f"修改群机器人：{self.robot}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.robot}

    def save(self, form: Form) -> str:
        robots.change(robot=self.robot, by=self.request.user, **form.cleaned_data)
        return self.back


@require_POST
@requires(Permission.MANAGE_REMINDERS)
def robot_remove(request: HttpRequest, pk: int) -> HttpResponse:
    robot = get_object_or_404(Robot.objects.for_user(request.user), pk=pk)
    robots.remove(robot=robot, by=request.user)
    messages.success(request, f"已删除群机器人“{robot}”。")
    return redirect("deadlines:robot_list")
