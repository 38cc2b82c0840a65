# Starts programs for a run and tells how they start and end (perlHelper.ts). An order is its length, a newline,
# and fields that end with NUL: a number, folder, log, count of words, the words of the command, and what is other in its
# environment, +NAME=value or -NAME; or `environment` and that of all. No module: it would cost more than all the rest.
use strict;

# A signal to the run is the run's to answer. Handlers, because what is ignored stays so in what is started here.
$SIG{$_} = sub { } for qw(INT TERM HUP);

my $PIDFD_OPEN = 434;    # the same on every processor that Linux knows
my $NO_HANG    = 1;
my (%starting, %running, %unwatched, $orders);
exit 1 if !watch($$);
word('ready');
while (1) {
    my $wanted = '';
    vec($wanted, $_, 1) = 1 for 0, keys %starting, keys %running;
    my $found = select($wanted, undef, undef, %unwatched ? 0.05 : undef);
    for my $pid (keys %unwatched) { finish(delete $unwatched{$pid}) if waitpid($pid, $NO_HANG) > 0 }
    next if $found < 1;
    for my $at (keys %running) { ended($at) if vec($wanted, $at, 1) }
    for my $at (keys %starting) { begun($at) if vec($wanted, $at, 1) }
    orders() if vec($wanted, 0, 1);
}

# The run is gone or done where there is nothing more to read. What still runs then is ended by the next run.
sub orders {
    sysread(STDIN, $orders, 1 << 16, length($orders // '')) or exit 0;
    while ($orders =~ /^(\d+)\n/ && length($orders) >= $+[0] + $1) {
        my ($from, $length) = ($+[0], $1);
        my @fields = split /\0/, substr($orders, $from, $length), -1;
        pop @fields;
        substr($orders, 0, $from + $length) = '';
        if   ($fields[0] eq 'environment') { change(@fields[1 .. $#fields]) }
        else                               { start(@fields) }
    }
}

sub start {
    my ($number, $folder, $log, $words, @rest) = @_;
    my @command = splice @rest, 0, $words;
    pipe(my $hear, my $say) or return word("failed $number process " . ($! + 0));
    my $pid = fork;
    return word("failed $number process " . ($! + 0)) if !defined $pid;
    become($say, $folder, $log, \@command, @rest) if $pid == 0;
    $starting{ fileno $hear } = { number => $number, pid => $pid, hear => $hear };
}

# The status pipe is closed by a successful exec, and says what failed otherwise.
sub become {
    my ($say, $folder, $log, $command, @changes) = @_;
    my $give_up = sub { syswrite $say, "$_[0] " . ($! + 0); kill 'KILL', $$; };
    setpgrp(0, 0);
    change(@changes);
    chdir $folder                   or $give_up->('folder');
    open STDIN,  '<',  '/dev/null'  or $give_up->('input');
    open STDOUT, '>>', $log         or $give_up->('log');
    open STDERR, '>&', \*STDOUT     or $give_up->('log');
    exec { $command->[0] } @$command or $give_up->('file');
}

sub change {
    for (@_) {
        if (/^\+([^=]*)=(.*)\z/s) { $ENV{$1} = $2 }
        else                      { delete $ENV{ substr $_, 1 } }
    }
}

sub begun {
    my $job = delete $starting{ $_[0] };
    my ($number, $pid) = @$job{qw(number pid)};
    if (sysread($job->{hear}, my $why, 100)) {
        waitpid $pid, 0;
        return word("failed $number $why");
    }
    # Read before anybody waits for it: until then its number is its own.
    my $time = '';
    if (open my $stat, '<', "/proc/$pid/stat") {
        sysread $stat, my $text, 4096;
        $time = (split / /, substr $text, rindex($text, ')') + 2)[19];
    }
    word("started $number $pid $time");
    my $watch = watch($pid);
    if ($watch) { $running{ fileno $watch } = { number => $number, pid => $pid, watch => $watch } }
    else        { $unwatched{$pid} = $number }
}

sub ended {
    my $job = delete $running{ $_[0] };
    waitpid $job->{pid}, 0;
    finish($job->{number});
}

# The status is that of the last wait.
sub finish { word("exited $_[0] $?") }

# A handle that becomes readable when a process has ended.
sub watch {
    my $descriptor = syscall($PIDFD_OPEN, $_[0] + 0, 0);
    return undef if $descriptor < 0;
    open my $handle, '<&=', $descriptor or return undef;
    return $handle;
}

sub word { syswrite STDOUT, "$_[0]\n" }
