defmodule Devices do
  # In the tree, both in so many parts that starts do not wait in line:
  # {Registry, keys: :unique, name: Devices.Names, partitions: 8} and
  # {PartitionSupervisor, name: Devices, partitions: 8, child_spec:
  # {DynamicSupervisor, max_children: 12_500}}, 100,000 at most in all.
  # Device is what there is one of for each: its start_link takes the name.
  # Where its restart is :temporary, whoever needs it next starts it anew.
  def get_or_start(serial) do
    supervisor = {:via, PartitionSupervisor, {Devices, serial}}
    name = {:via, Registry, {Devices.Names, serial}}

    case DynamicSupervisor.start_child(supervisor, {Device, name: name}) do
      {:ok, pid} -> {:ok, pid}
      {:error, {:already_started, pid}} -> {:ok, pid}
      {:error, reason} -> {:error, reason}
    end
  end
end
