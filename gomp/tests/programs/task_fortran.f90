! Tasks as Fortran writes them.
program tasks
  use omp_lib
  implicit none
  integer :: failures, round
  failures = 0
  do round = 1, 3
    !$omp parallel
    !$omp single
    call check(fib(16) == 987)
    call depend()
    call loops()
    call finals()
    call detached()
    call reductions()
    !$omp end single
    !$omp end parallel
  end do
  call depend()
  call loops()
  call finals()
  if (failures == 0) then
    print '(a)', 'passed'
  else
    print '(a)', 'FAILED'
    stop 1
  end if

contains

  subroutine check(condition)
    logical, intent(in) :: condition
    if (.not. condition) then
      !$omp atomic
      failures = failures + 1
    end if
  end subroutine

  recursive function fib(n) result(value)
    integer, intent(in) :: n
    integer :: value, a, b
    if (n < 2) then
      value = n
    else
      !$omp task shared(a)
      a = fib(n - 1)
      !$omp end task
      !$omp task shared(b) untied
      b = fib(n - 2)
      !$omp end task
      !$omp taskwait
      value = a + b
    end if
  end function

  subroutine depend()
    integer :: x, y, i, cells(10)
    x = 0
    cells = 0
    do i = 1, 50
      !$omp task depend(inout: x) firstprivate(i) shared(x)
      call check(x == i - 1)
      x = i
      !$omp end task
    end do
    do i = 1, 10
      !$omp task depend(out: cells(i)) firstprivate(i) shared(cells)
      cells(i) = i
      !$omp end task
    end do
    !$omp task depend(in: x) depend(iterator(i = 1:10), in: cells(i)) shared(x, y, cells)
    y = x + sum(cells)
    !$omp end task
    !$omp taskwait
    call check(y == 105)
  end subroutine

  subroutine loops()
    integer :: i, total
    integer(8) :: j, many
    integer :: seen(100)
    seen = 0
    total = 0
    many = 0
    !$omp taskloop grainsize(7) shared(seen)
    do i = 1, 100
      seen(i) = seen(i) + 1
    end do
    !$omp end taskloop
    call check(all(seen == 1))
    !$omp taskloop num_tasks(5) reduction(+: total)
    do i = 100, 1, -3
      total = total + i
    end do
    !$omp end taskloop
    call check(total == 1717)
    !$omp taskloop reduction(+: many)
    do j = huge(j) - 20, huge(j) - 1, 2
      many = many + 1
    end do
    !$omp end taskloop
    call check(many == 10)
  end subroutine

  subroutine finals()
    call check(.not. omp_in_final())
    !$omp task final(.true.)
    call check(omp_in_final())
    !$omp task
    call check(omp_in_final())
    !$omp end task
    !$omp end task
    !$omp taskwait
  end subroutine

  subroutine detached()
    integer(omp_event_handle_kind) :: event
    integer :: x
    x = 0
    !$omp task detach(event) depend(out: x) shared(x)
    x = 1
    !$omp end task
    call omp_fulfill_event(event)
    !$omp task depend(in: x) shared(x)
    call check(x == 1)
    !$omp end task
    !$omp taskwait
  end subroutine

  subroutine reductions()
    integer :: total, i
    total = 0
    !$omp taskgroup task_reduction(+: total)
    do i = 1, 20
      !$omp task in_reduction(+: total) firstprivate(i)
      total = total + i
      !$omp end task
    end do
    !$omp end taskgroup
    call check(total == 210)
  end subroutine
end program
