! The routines by their Fortran names, with integers of both sizes.
program routines
    use omp_lib
    use iso_c_binding
    implicit none
    integer :: faults = 0
    call numbers
    call wide_numbers
    call schedules
    call locks
    call affinity
    call allocators
    print '(a)', merge('passed', 'FAILED', faults == 0)
    if (faults > 0) stop 1

contains

    subroutine check(condition, what)
        logical, intent(in) :: condition
        character(*), intent(in) :: what
        if (.not. condition) then
            !$omp atomic
            faults = faults + 1
            print '(2a)', 'not so: ', what
        end if
    end subroutine

    subroutine numbers
        integer :: most, members
        most = omp_get_max_threads()
        print '(a, i0)', 'max threads ', most
        call omp_set_num_threads(3)
        call check(omp_get_max_threads() == 3, 'max threads')
        call omp_set_dynamic(.true.)
        call check(omp_get_dynamic(), 'dynamic')
        call omp_set_dynamic(.false.)
        call check(.not. omp_get_dynamic(), 'not dynamic')
        call omp_set_nested(.true.)
        call check(omp_get_nested(), 'nested')
        call omp_set_max_active_levels(1)
        call check(omp_get_max_active_levels() == 1 .and. .not. omp_get_nested(), 'levels')
        call check(omp_get_supported_active_levels() > 1, 'supported levels')
        call check(omp_get_thread_limit() == huge(most), 'thread limit')
        call check(.not. omp_in_parallel() .and. omp_get_level() == 0, 'outside')
        members = 0
        !$omp parallel reduction(+: members)
        members = members + 1
        call check(omp_get_num_threads() == 3 .and. omp_in_parallel(), 'team')
        call check(omp_get_ancestor_thread_num(1) == omp_get_thread_num(), 'ancestor')
        call check(omp_get_team_size(1) == 3 .and. omp_get_team_size(2) == -1, 'team size')
        call check(omp_get_level() == 1 .and. omp_get_active_level() == 1, 'level')
        !$omp end parallel
        call check(members == 3, 'members')
        call check(omp_get_num_procs() >= 1, 'processors')
        call check(omp_get_wtime() > 0 .and. omp_get_wtick() > 0, 'clock')
        call check(.not. omp_get_cancellation() .and. .not. omp_in_final(), 'cancellation, final')
        call check(omp_get_max_task_priority() == 0, 'priority')
        call check(omp_get_proc_bind() == omp_proc_bind_false, 'binding')
        call check(omp_get_place_num() == -1, 'place')
        call check(omp_get_num_teams() == 1 .and. omp_get_team_num() == 0, 'teams')
        call omp_set_num_teams(5)
        call omp_set_teams_thread_limit(6)
        call check(omp_get_max_teams() == 5 .and. omp_get_teams_thread_limit() == 6, 'limits of teams')
        call check(omp_get_num_devices() == 0 .and. omp_get_initial_device() == 0, 'devices')
        call check(omp_is_initial_device() .and. omp_get_device_num() == 0, 'initial device')
        call omp_set_default_device(2)
        call check(omp_get_default_device() == 2, 'default device')
        call check(omp_pause_resource_all(omp_pause_soft) == 0, 'pause')
        call check(omp_pause_resource(omp_pause_hard, omp_get_initial_device()) == 0, 'pause of a device')
        call omp_set_num_threads(most)
    end subroutine

    subroutine wide_numbers
        integer(8) :: places(8)
        integer :: most
        most = omp_get_max_threads()
        call omp_set_num_threads(2_8)
        call check(omp_get_max_threads() == 2, 'max threads, 8')
        call omp_set_num_threads(-5000000000_8)
        call check(omp_get_max_threads() == 1, 'too few threads, 8')
        call omp_set_dynamic(.true._8)
        call check(omp_get_dynamic(), 'dynamic, 8')
        call omp_set_dynamic(.false._8)
        call omp_set_nested(.true._8)
        call check(omp_get_nested(), 'nested, 8')
        call omp_set_max_active_levels(1_8)
        call check(omp_get_max_active_levels() == 1, 'levels, 8')
        call check(omp_get_ancestor_thread_num(0_8) == 0 .and. omp_get_ancestor_thread_num(7_8) == -1, 'ancestor, 8')
        call check(omp_get_team_size(0_8) == 1, 'team size, 8')
        call omp_set_num_teams(4_8)
        call omp_set_teams_thread_limit(3_8)
        call check(omp_get_max_teams() == 4 .and. omp_get_teams_thread_limit() == 3, 'limits of teams, 8')
        call omp_set_default_device(1_8)
        call check(omp_get_default_device() == 1, 'default device, 8')
        call check(omp_get_place_num_procs(100_8) == 0, 'processors of no place, 8')
        places = -1
        call omp_get_place_proc_ids(100_8, places)
        call check(all(places == -1), 'processors of no place, 8')
        call omp_set_num_threads(most)
    end subroutine

    subroutine schedules
        integer(omp_sched_kind) :: kind
        integer :: chunk
        integer(8) :: wide
        call omp_set_schedule(omp_sched_guided, 7)
        call omp_get_schedule(kind, chunk)
        call check(kind == omp_sched_guided .and. chunk == 7, 'schedule')
        call omp_set_schedule(omp_sched_dynamic, 5_8)
        call omp_get_schedule(kind, wide)
        call check(kind == omp_sched_dynamic .and. wide == 5, 'schedule, 8')
        call omp_set_schedule(ibset(omp_sched_static, 31), 3)
        call omp_get_schedule(kind, chunk)
        call check(kind == omp_sched_static .and. chunk == 3, 'monotonic')
    end subroutine

    subroutine locks
        integer(omp_lock_kind) :: lock
        integer(omp_nest_lock_kind) :: nest
        integer :: count, members, i
        call omp_init_lock(lock)
        call omp_init_nest_lock(nest)
        count = 0
        members = 0
        !$omp parallel private(i) reduction(+: members)
        members = members + 1
        do i = 1, 2000
            call omp_set_lock(lock)
            count = count + 1
            call omp_unset_lock(lock)
            call omp_set_nest_lock(nest)
            call check(omp_test_nest_lock(nest) == 2, 'depth')
            call omp_unset_nest_lock(nest)
            count = count + 0
            call omp_unset_nest_lock(nest)
            do while (.not. omp_test_lock(lock))
            end do
            count = count + 1
            call omp_unset_lock(lock)
        end do
        !$omp end parallel
        call check(count == 4000 * members, 'count')
        call omp_destroy_lock(lock)
        call omp_destroy_nest_lock(nest)
    end subroutine

    subroutine affinity
        character(12) :: text
        character(40) :: long
        integer :: length
        call omp_set_affinity_format('%n of %N   ')
        length = omp_get_affinity_format(text)
        print '(i0, 3a)', length, ' <', text, '>'
        length = omp_capture_affinity(long, '%0.4n at level %L')
        print '(i0, 3a)', length, ' <', long, '>'
        length = omp_capture_affinity(text, 'longer than there is room')
        print '(i0, 3a)', length, ' <', text, '>'
        call omp_display_affinity('thread %n')
    end subroutine

    subroutine allocators
        type(omp_alloctrait) :: traits(2)
        integer(omp_allocator_handle_kind) :: made
        traits(1) = omp_alloctrait(omp_atk_alignment, 64)
        traits(2) = omp_alloctrait(omp_atk_pool_size, 10000)
        made = omp_init_allocator(omp_default_mem_space, 2, traits)
        call check(made /= omp_null_allocator, 'allocator')
        call omp_set_default_allocator(made)
        call check(omp_get_default_allocator() == made, 'default allocator')
        call omp_set_default_allocator(omp_default_mem_alloc)
        call omp_destroy_allocator(made)
        traits(1) = omp_alloctrait(omp_atk_alignment, 3)
        call check(omp_init_allocator(omp_default_mem_space, 1_8, traits) == omp_null_allocator, 'no allocator')
    end subroutine
end program
